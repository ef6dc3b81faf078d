/** Tests of the model in this process. */
@NullMarked
package dev.agentservice.llm.local;

import org.jspecify.annotations.NullMarked;
