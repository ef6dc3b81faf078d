package dev.agentservice.llm.remote;

import java.util.List;

import dev.agentservice.llm.model.ModelRequest;

/**
 * What a provider's loop is to work on until it answers or wants our tools to be called.
 *
 * @param request the model, the whole conversation with the results of our tools, those
 * tools, the output cap and the deadline
 * @param hosted the tools that run there
 * @param hostedCalls how often they may be called
 * @param amountNano what is put aside for it, in nano-USD; of use where the provider has
 * a cap in money
 */
public record RemoteTask(ModelRequest request, List<HostedTool> hosted, int hostedCalls, long amountNano) {

	public RemoteTask {
		hosted = List.copyOf(hosted);
	}

	/** The same with other caps; without calls of hosted tools, without those. */
	public RemoteTask capped(int maxOutputTokens, int hostedCalls, long amountNano) {
		return new RemoteTask(this.request.withMaxOutputTokens(maxOutputTokens),
				(hostedCalls > 0) ? this.hosted : List.of(), hostedCalls, amountNano);
	}

}
