@NullMarked
package dev.agentservice.guard;

import org.jspecify.annotations.NullMarked;
