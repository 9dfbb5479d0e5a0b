// SPDX-License-Identifier: Apache-2.0

package main

import (
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
)

// parse reads what Go would compile for Linux, and nothing where there is no such folder.
func parse(folder ...string) (files []*ast.File) {
	linux := build.Default
	linux.GOOS = "linux"
	paths, err := filepath.Glob(filepath.Join(append(folder, "*.go")...))
	check(err)
	for _, path := range paths {
		matches, err := linux.MatchFile(filepath.Dir(path), filepath.Base(path))
		check(err)
		if !matches || strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		check(err)
		files = append(files, file)
	}
	return files
}

func each[Node ast.Node](files []*ast.File, look func(*ast.File, Node)) {
	for _, file := range files {
		ast.Inspect(file, func(node ast.Node) bool {
			if found, isSuch := node.(Node); isSuch {
				look(file, found)
			}
			return true
		})
	}
}

// constantsOf has the texts that have a name.
func constantsOf(files []*ast.File) map[string]string {
	constants := map[string]string{}
	each(files, func(_ *ast.File, spec *ast.ValueSpec) {
		for i, value := range spec.Values {
			if text := literal(value); text != "" {
				constants[spec.Names[i].Name] = text
			}
		}
	})
	return constants
}

// namesOfMap has the keys of a variable that is a map.
func namesOfMap(files []*ast.File, variable string) (names []string) {
	each(files, func(_ *ast.File, spec *ast.ValueSpec) {
		if spec.Names[0].Name != variable {
			return
		}
		for _, element := range spec.Values[0].(*ast.CompositeLit).Elts {
			names = append(names, literal(element.(*ast.KeyValueExpr).Key))
		}
	})
	return names
}

// literal is the text of a string, and "" for all else.
func literal(expression ast.Expr) string {
	found, isLiteral := expression.(*ast.BasicLit)
	if !isLiteral || found.Kind != token.STRING {
		return ""
	}
	text, err := strconv.Unquote(found.Value)
	check(err)
	return text
}

// named is the last part of a name: Attr for logger.Attr.
func named(expression ast.Expr) string {
	switch of := expression.(type) {
	case *ast.Ident:
		return of.Name
	case *ast.SelectorExpr:
		return of.Sel.Name
	}
	return ""
}
