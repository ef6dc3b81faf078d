/**
 * Tests of the ledger's files.
 */
@NullMarked
package dev.agentservice.privacy.ledger;

import org.jspecify.annotations.NullMarked;
