/**
 * Tests of the gateway over real sockets, against a server that says and does what each
 * test scripts.
 */
@NullMarked
package dev.agentservice.llm;

import org.jspecify.annotations.NullMarked;
