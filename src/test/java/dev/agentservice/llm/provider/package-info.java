@NullMarked
package dev.agentservice.llm.provider;

import org.jspecify.annotations.NullMarked;
