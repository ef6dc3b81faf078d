/**
 * Tests of the HTTP face of the audit log.
 */
@NullMarked
package dev.agentservice.audit.web;

import org.jspecify.annotations.NullMarked;
