// SPDX-License-Identifier: Apache-2.0
// A mutant is dead at the first value that shows it; to look for the shortest such value would take hours.
require("fast-check").configureGlobal({ endOnFailure: true });
