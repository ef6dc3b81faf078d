@NullMarked
package dev.agentservice.budget.price;

import org.jspecify.annotations.NullMarked;
