package dev.agentservice.simulator.responses;

import java.util.List;

import tools.jackson.databind.JsonNode;

/**
 * A provider's loops as a test sees them, whatever its interface.
 */
public interface SimulatedLoops {

	/** The next part of a loop does this. */
	SimulatedLoops next(Act... acts);

	/** Whether caps are kept to. */
	void obeysCaps(boolean obeys);

	/** What loops were given to work on so far. */
	List<JsonNode> requests();

	/** All requests so far, such as {@code POST /v1/responses/resp_1/cancel}. */
	List<String> calls();

	/** The ids of what is still kept. */
	List<String> kept();

	/** Nothing is kept any more. */
	void expireAll();

	/** Ends all streams; what they tell of goes on. */
	void cutStreams();

	/** The webhooks that say what has ended. */
	SimulatedHooks hooks();

	/** Whether a loop was stopped. */
	boolean hasStopped();

	/** Forgets all orders and requests. */
	void forgetOrders();

	/** Forgets all orders, requests and what is kept. */
	void clear();

}
