/** Tests of how documents are cut. */
@NullMarked
package dev.agentservice.knowledge.chunk;

import org.jspecify.annotations.NullMarked;
