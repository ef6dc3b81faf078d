@NullMarked
package dev.agentservice.flag.definition;

import org.jspecify.annotations.NullMarked;
