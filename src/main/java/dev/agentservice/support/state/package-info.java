/**
 * What is common to all documents that are stored: their version.
 * <p>
 * Redis key {@code as:state:written}: the highest version of a document ever written. A
 * release notes it before its first write.
 */
@NullMarked
package dev.agentservice.support.state;

import org.jspecify.annotations.NullMarked;
