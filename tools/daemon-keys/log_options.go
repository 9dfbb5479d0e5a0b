// SPDX-License-Identifier: Apache-2.0

package main

import (
	"go/ast"
	"maps"
	"slices"
	"strings"
)

// driverOptions is the name of the log driver in a package, and what its function that looks at options lets pass. It is
// "" where that is everything.
func driverOptions(files []*ast.File, shared map[string]string) (driver string, options []string) {
	constants := maps.Clone(shared)
	maps.Copy(constants, constantsOf(files))
	text := func(expression ast.Expr) string { return literal(expression) + constants[named(expression)] }
	each(files, func(_ *ast.File, call *ast.CallExpr) {
		if named(call.Fun) == "RegisterLogOptValidator" {
			driver = text(call.Args[0])
		}
	})
	each(files, func(_ *ast.File, function *ast.FuncDecl) {
		if strings.HasPrefix(strings.ToLower(function.Name.Name), "validatelogopt") {
			for _, one := range casesOfKeys(function) {
				options = append(options, text(one))
			}
		}
	})
	// The driver `local` has a map in place of a switch.
	each(files, func(_ *ast.File, spec *ast.ValueSpec) {
		if spec.Names[0].Name == "LogOptKeys" {
			for _, element := range spec.Values[0].(*ast.CompositeLit).Elts {
				options = append(options, text(element.(*ast.KeyValueExpr).Key))
			}
		}
	})
	if slices.Contains(options, "") {
		return "", nil
	}
	return driver, options
}

// casesOfKeys are those of `switch key` within `for key := range options`.
func casesOfKeys(function *ast.FuncDecl) (cases []ast.Expr) {
	ast.Inspect(function, func(node ast.Node) bool {
		loop, isLoop := node.(*ast.RangeStmt)
		if !isLoop {
			return true
		}
		ast.Inspect(loop, func(node ast.Node) bool {
			if choice, isSwitch := node.(*ast.SwitchStmt); isSwitch && named(choice.Tag) == named(loop.Key) {
				for _, one := range choice.Body.List {
					cases = append(cases, one.(*ast.CaseClause).List...)
				}
			}
			return true
		})
		return false
	})
	return cases
}
