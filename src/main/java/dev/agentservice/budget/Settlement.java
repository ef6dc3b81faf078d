package dev.agentservice.budget;

/**
 * The end of a {@link Grant}.
 *
 * @param grant what had been put aside
 * @param costNano what the call cost, in nano-USD
 * @param reported whether the provider reported what it used; otherwise the cost is
 * estimated, or the most it can have been
 */
record Settlement(Grant grant, long costNano, boolean reported) {

}
