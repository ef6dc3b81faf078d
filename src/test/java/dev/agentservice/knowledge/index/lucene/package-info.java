/** Tests of the index in this process. */
@NullMarked
package dev.agentservice.knowledge.index.lucene;

import org.jspecify.annotations.NullMarked;
