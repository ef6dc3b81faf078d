@NullMarked
package dev.agentservice.run.interaction;

import org.jspecify.annotations.NullMarked;
