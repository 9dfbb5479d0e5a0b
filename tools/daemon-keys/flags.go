// SPDX-License-Identifier: Apache-2.0

package main

import (
	"go/ast"
	"strings"
)

// flagsOf has for each flag the name that it has in the file: its own, or that of the option that is behind it.
func flagsOf(files []*ast.File) map[string]string {
	constants := constantsOf(files)
	options := map[string]string{}
	each(files, func(_ *ast.File, spec *ast.ValueSpec) {
		for i, value := range spec.Values {
			options[spec.Names[i].Name] = optionName(value)
		}
	})
	each(files, func(_ *ast.File, assigned *ast.AssignStmt) {
		options[named(assigned.Lhs[0])] = optionName(assigned.Rhs[0])
	})
	flags := map[string]string{}
	// As in flags.StringVar(&conf.Root, "data-root", ...).
	each(files, func(_ *ast.File, call *ast.CallExpr) {
		if !strings.Contains(named(call.Fun), "Var") || len(call.Args) < 2 {
			return
		}
		flag := literal(call.Args[1]) + constants[named(call.Args[1])]
		if flag == "" {
			return
		}
		flags[flag] = flag
		if key := optionName(call.Args[0]) + options[named(call.Args[0])]; key != "" {
			flags[flag] = key
		}
	})
	return flags
}

// optionName is "labels" for opts.NewNamedListOptsRef("labels", ...).
func optionName(expression ast.Expr) string {
	call, isCall := expression.(*ast.CallExpr)
	if !isCall || len(call.Args) == 0 || !strings.HasPrefix(named(call.Fun), "NewNamed") {
		return ""
	}
	return literal(call.Args[0])
}

// optionsWithName are those whose type has a name, in place of the option itself.
func optionsWithName(root string) map[string]bool {
	names := map[string]bool{}
	files := append(parse(root, "opts"), parse(root, "daemon/pkg/opts")...)
	each(files, func(_ *ast.File, method *ast.FuncDecl) {
		if method.Recv == nil || method.Name.Name != "Name" {
			return
		}
		if returned, isReturn := method.Body.List[0].(*ast.ReturnStmt); isReturn {
			names[literal(returned.Results[0])] = true
		}
	})
	return names
}
