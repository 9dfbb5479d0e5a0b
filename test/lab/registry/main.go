// SPDX-License-Identifier: Apache-2.0

// The registry of the laboratory: distribution's own, with its own basic auth from an htpasswd file, behind TLS by an authority
// that is made here at each start, also by a name as Artifact Registry's have it. `registry <folder>`: it takes `htpasswd` from there, which may change while it runs, and writes
// `ca.pem` and then `address` to it. What is pushed is in memory alone. `registry hash` makes of a password on stdin what
// stands in that file.
package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/distribution/distribution/v3/configuration"
	_ "github.com/distribution/distribution/v3/registry/auth/htpasswd"
	"github.com/distribution/distribution/v3/registry/handlers"
	_ "github.com/distribution/distribution/v3/registry/storage/driver/inmemory"
	"golang.org/x/crypto/bcrypt"
)

func main() {
	if os.Args[1] == "hash" {
		password, err := io.ReadAll(os.Stdin)
		check(err)
		hash, err := bcrypt.GenerateFromPassword(password, bcrypt.MinCost)
		check(err)
		os.Stdout.Write(hash)
		return
	}
	folder := os.Args[1]
	config := &configuration.Configuration{}
	config.Storage = configuration.Storage{"inmemory": nil}
	config.Auth = configuration.Auth{"htpasswd": {"realm": "laboratory", "path": filepath.Join(folder, "htpasswd")}}
	config.HTTP.Secret = "of one process"
	certificate, authority := certified()
	listener, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{certificate}})
	check(err)
	write(folder, "ca.pem", authority)
	write(folder, "address", []byte(listener.Addr().String()))
	log.Fatal(http.Serve(listener, handlers.NewApp(context.Background(), config)))
}

// certified makes an authority, and what it says of this registry, by all addresses at which machines of the laboratory reach it.
func certified() (tls.Certificate, []byte) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	check(err)
	authority := &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		Subject:               pkix.Name{CommonName: "laboratory"},
		NotBefore:             time.Now().Add(-time.Hour),
		NotAfter:              time.Now().Add(24 * time.Hour),
		IsCA:                  true,
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
		DNSNames:              []string{"localhost", "lab-docker.pkg.dev"},
	}
	for _, address := range []string{"127.0.0.1", "10.0.2.2", "169.254.169.2"} {
		authority.IPAddresses = append(authority.IPAddresses, net.ParseIP(address))
	}
	made, err := x509.CreateCertificate(rand.Reader, authority, authority, &key.PublicKey, key)
	check(err)
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: made})
	return tls.Certificate{Certificate: [][]byte{made}, PrivateKey: key}, text
}

func write(folder, name string, content []byte) {
	file := filepath.Join(folder, name)
	check(os.WriteFile(file+".new", content, 0o600))
	check(os.Rename(file+".new", file))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
