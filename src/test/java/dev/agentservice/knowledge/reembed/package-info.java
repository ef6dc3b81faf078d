/** Tests of the move of collections to other embedding models. */
@NullMarked
package dev.agentservice.knowledge.reembed;

import org.jspecify.annotations.NullMarked;
