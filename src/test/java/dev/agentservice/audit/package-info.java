/**
 * Tests of the audit log, on real Redis servers.
 */
@NullMarked
package dev.agentservice.audit;

import org.jspecify.annotations.NullMarked;
