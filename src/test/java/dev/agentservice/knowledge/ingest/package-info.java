/** Tests of how documents are cut. */
@NullMarked
package dev.agentservice.knowledge.ingest;

import org.jspecify.annotations.NullMarked;
