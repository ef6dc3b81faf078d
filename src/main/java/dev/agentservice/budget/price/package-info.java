/**
 * What tokens cost: prices of models, the tables they come from, and amounts in nano-USD.
 */
@NamedInterface("price")
@NullMarked
package dev.agentservice.budget.price;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
