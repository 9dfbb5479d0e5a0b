// SPDX-License-Identifier: Apache-2.0

// Prints, as JSON, what one engine takes from daemon.json, read from its sources: `go run . <folder of its module>`.
// Nothing of the engine is compiled, and nothing but Go's standard library is used.
package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
)

type engine struct {
	// The type of each key, in Go's own notation.
	Keys map[string]string `json:"keys"`
	// The key of each flag that is none itself, or "". dockerd takes such a name in the file, and ignores it.
	Flags map[string]string `json:"flags"`
	// The options that each log driver takes.
	LogOptions map[string][]string `json:"logOptions"`
}

func main() {
	root := os.Args[1]
	config := parse(root, "daemon/config")
	flags := flagsOf(append(parse(root, "cmd/dockerd"), parse(root, "daemon/command")...))
	for flag := range flags {
		if plural := flag + "s"; optionsWithName(root)[plural] {
			flags[flag] = plural
		}
	}
	accepted := map[string]bool{}
	for flag, key := range flags {
		accepted[flag], accepted[key] = true, true
	}
	for _, key := range namesOfMap(config, "skipValidateOptions") {
		accepted[key] = true
	}
	found := engine{map[string]string{}, map[string]string{}, logOptions(root)}
	for key, kind := range (&reader{root, config}).members("Config") {
		// Of a struct, dockerd compares the names of its members.
		if accepted[key] || strings.HasPrefix(kind, "struct") {
			found.Keys[key] = kind
		}
	}
	for flag, key := range flags {
		if found.Keys[flag] == "" {
			if found.Keys[key] == "" {
				key = ""
			}
			found.Flags[flag] = key
		}
	}
	check(json.NewEncoder(os.Stdout).Encode(found))
}

// logOptions looks at each log driver: daemon/logger has a folder for each.
func logOptions(root string) map[string][]string {
	options := map[string][]string{}
	folders, err := filepath.Glob(filepath.Join(root, "daemon/logger/*"))
	check(err)
	shared := constantsOf(parse(root, "daemon/logger"))
	for _, folder := range folders {
		if driver, keys := driverOptions(parse(folder), shared); driver != "" {
			options[driver] = keys
		}
	}
	return options
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
