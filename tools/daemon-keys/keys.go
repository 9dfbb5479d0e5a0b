// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"go/ast"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
)

var modules = []string{"github.com/docker/docker/", "github.com/moby/moby/v2/"}

// reader reads structs of one package.
type reader struct {
	root  string
	files []*ast.File
}

// members has the type of each JSON name of a struct, with those of the structs in it that have no name of their own.
func (r *reader) members(name string) map[string]string {
	members := map[string]string{}
	file, spec := r.find(name)
	if spec == nil {
		return members
	}
	for _, field := range spec.Type.(*ast.StructType).Fields.List {
		key := jsonName(field)
		switch {
		case key == "-":
		case key != "":
			members[key] = r.kind(field.Type)
		case len(field.Names) == 0:
			inner := r
			if from, isForeign := field.Type.(*ast.SelectorExpr); isForeign {
				inner = &reader{r.root, r.imported(file, named(from.X))}
			}
			for key, kind := range inner.members(named(field.Type)) {
				members[key] = kind
			}
		}
	}
	return members
}

// kind is a type in Go's own notation, without pointers.
func (r *reader) kind(of ast.Expr) string {
	switch of := of.(type) {
	case *ast.StarExpr:
		return r.kind(of.X)
	case *ast.ArrayType:
		return "[]" + r.kind(of.Elt)
	case *ast.MapType:
		return "map[" + r.kind(of.Key) + "]" + r.kind(of.Value)
	case *ast.SelectorExpr:
		return named(of.X) + "." + named(of)
	case *ast.Ident:
		if _, spec := r.find(of.Name); spec != nil {
			if _, isStruct := spec.Type.(*ast.StructType); isStruct {
				return "struct " + of.Name
			}
		}
		return of.Name
	}
	panic(fmt.Sprintf("no notation for %T", of))
}

func (r *reader) find(name string) (file *ast.File, spec *ast.TypeSpec) {
	each(r.files, func(in *ast.File, found *ast.TypeSpec) {
		if found.Name.Name == name {
			file, spec = in, found
		}
	})
	return file, spec
}

// imported are the files of another package of the engine, and none of a package from elsewhere.
func (r *reader) imported(by *ast.File, name string) []*ast.File {
	for _, one := range by.Imports {
		path := literal(one.Path)
		for _, module := range modules {
			if inside, isOurs := strings.CutPrefix(path, module); isOurs && filepath.Base(path) == name {
				return parse(r.root, inside)
			}
		}
	}
	return nil
}

func jsonName(field *ast.Field) string {
	if field.Tag == nil {
		return ""
	}
	tag, err := strconv.Unquote(field.Tag.Value)
	check(err)
	name, _, _ := strings.Cut(reflect.StructTag(tag).Get("json"), ",")
	return name
}
