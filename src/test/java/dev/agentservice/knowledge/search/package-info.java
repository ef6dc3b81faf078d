/** Tests of how documents are cut. */
@NullMarked
package dev.agentservice.knowledge.search;

import org.jspecify.annotations.NullMarked;
