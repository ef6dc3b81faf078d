@NullMarked
package dev.agentservice.knowledge.store;

import org.jspecify.annotations.NullMarked;
