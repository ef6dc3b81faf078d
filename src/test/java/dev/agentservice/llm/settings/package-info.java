@NullMarked
package dev.agentservice.llm.settings;

import org.jspecify.annotations.NullMarked;
