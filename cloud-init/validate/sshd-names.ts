// SPDX-License-Identifier: Apache-2.0
export const words = (text: string) => text.split(" ");

/**
 * Keywords of sshd_config, in small letters: of OpenSSH 8.7, which EL9 has, and of later versions (`sshd -T` shows them),
 * then what Enterprise Linux adds, then what sshd takes without effect. With any other, sshd does not start.
 */
export const sshdNames: readonly string[] = [
  ...words("addressfamily allowagentforwarding allowstreamlocalforwarding allowtcpforwarding authenticationmethods"),
  ...words("authorizedkeyscommand authorizedkeyscommanduser authorizedkeysfile authorizedprincipalscommand"),
  ...words("authorizedprincipalscommanduser authorizedprincipalsfile banner casignaturealgorithms chrootdirectory"),
  ...words(
    "ciphers clientalivecountmax clientaliveinterval compression disableforwarding exposeauthinfo fingerprinthash",
  ),
  ...words("forcecommand gatewayports gssapiauthentication gssapicleanupcredentials gssapikexalgorithms"),
  ...words("gssapikeyexchange gssapistorecredentialsonrekey gssapistrictacceptorcheck hostbasedacceptedalgorithms"),
  ...words(
    "hostbasedauthentication hostbasedusesnamefrompacketonly hostkey hostkeyagent hostkeyalgorithms ignorerhosts",
  ),
  ...words("ignoreuserknownhosts ipqos kbdinteractiveauthentication kerberosauthentication kerberosorlocalpasswd"),
  ...words("kerberosticketcleanup kexalgorithms listenaddress logingracetime loglevel macs maxauthtries maxsessions"),
  ...words(
    "maxstartups modulifile passwordauthentication permitemptypasswords permitlisten permitopen permitrootlogin",
  ),
  ...words(
    "permittty permittunnel permituserenvironment permituserrc persourcemaxstartups persourcenetblocksize pidfile",
  ),
  ...words("port printlastlog printmotd pubkeyacceptedalgorithms pubkeyauthentication pubkeyauthoptions rekeylimit"),
  ...words("requiredrsasize revokedkeys securitykeyprovider streamlocalbindmask streamlocalbindunlink strictmodes"),
  ...words("syslogfacility tcpkeepalive trustedusercakeys unusedconnectiontimeout usedns usepam versionaddendum"),
  ...words("x11displayoffset x11forwarding x11uselocalhost xauthlocation acceptenv allowgroups allowusers denygroups"),
  ...words("denyusers hostcertificate include match rdomain setenv subsystem logverbose channeltimeout"),
  ...words("persourcepenalties persourcepenaltyexemptlist refuseconnection sshdsessionpath sshdauthpath"),
  ...words("gssapienablek5users gssapiindicators kerberosuniqueccache kerberosusekuserok rsaminsize"),
  ...words("authorizedkeysfile2 challengeresponseauthentication checkmail dsaauthentication hostbasedacceptedkeytypes"),
  ...words("hostdsakey keepalive kerberosgetafstoken keyregenerationinterval pamauthenticationviakbdint protocol"),
  ...words("pubkeyacceptedkeytypes reversemappingcheck rhostsauthentication rhostsrsaauthentication rsaauthentication"),
  ...words("serverkeybits skeyauthentication uselogin useprivilegeseparation verifyreversemapping"),
];
