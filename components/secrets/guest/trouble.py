# trouble.py: how programs of this folder say what is wrong. It stands before all that is theirs.
# A reason for people, which ends what was tried.
class Trouble(Exception):
    pass


# Where in this program something went wrong that nobody has foreseen: what it calls of others is no help.
def line_of(problem):
    trace, line = problem.__traceback__, 0
    own = trace.tb_frame.f_code.co_filename
    while trace:
        line = trace.tb_lineno if trace.tb_frame.f_code.co_filename == own else line
        trace = trace.tb_next
    return line
