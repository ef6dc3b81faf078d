@NullMarked
package dev.agentservice.run.order;

import org.jspecify.annotations.NullMarked;
