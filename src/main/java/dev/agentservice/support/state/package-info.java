/**
 * What is common to all documents that are stored: their version.
 */
@NullMarked
package dev.agentservice.support.state;

import org.jspecify.annotations.NullMarked;
