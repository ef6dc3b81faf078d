/**
 * Tests of receipts.
 */
@NullMarked
package dev.agentservice.privacy.receipt;

import org.jspecify.annotations.NullMarked;
