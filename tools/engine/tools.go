//go:build tools

// Package engine pins the Pulumi CLI that tools/pulumi-cli.ts builds where the official download cannot be had.
package engine

import _ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
