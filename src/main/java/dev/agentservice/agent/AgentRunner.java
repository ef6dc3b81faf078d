package dev.agentservice.agent;

import java.util.List;
import java.util.function.Consumer;

import dev.agentservice.agent.RunEvent.AnswerDelta;
import dev.agentservice.agent.RunEvent.AnswerReset;
import dev.agentservice.agent.RunEvent.StepStarted;
import dev.agentservice.llm.ModelGateway;
import dev.agentservice.llm.ModelId;
import dev.agentservice.llm.ModelReply;
import dev.agentservice.llm.ModelRequest;
import dev.agentservice.llm.TokenCounter;
import dev.agentservice.tool.ToolResult;
import dev.agentservice.tool.Tools;
import dev.agentservice.tool.Toolset;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import org.springframework.stereotype.Component;

/**
 * The loop: ask the model, call the tools it wants in parallel, tell it their results,
 * until it answers. Runs on the calling thread and ends with an answer or an exception;
 * whoever listens hears every step while it happens.
 */
@Component
public final class AgentRunner {

	private final ModelGateway models;

	private final Tools tools;

	private final ModelRouter router;

	private final TokenCounter tokens;

	private final RunLimits limits;

	AgentRunner(ModelGateway models, Tools tools, ModelRouter router, TokenCounter tokens, RunLimits limits) {
		this.models = models;
		this.tools = tools;
		this.router = router;
		this.tokens = tokens;
		this.limits = limits;
	}

	/**
	 * Works on a task until it is answered.
	 * @param request the admitted task
	 * @param cancellation stops the run from outside
	 * @param events hears the steps, on the calling thread
	 * @return the answer and what it took
	 * @throws RunCancelledException if the run was cancelled
	 * @throws dev.agentservice.support.ProblemException if it cannot be answered
	 */
	public RunResult run(RunRequest request, Cancellation cancellation, Consumer<RunEvent> events) {
		try {
			return loop(start(request, cancellation, events));
		}
		catch (RuntimeException ex) {
			cancellation.check();
			throw RunFailures.toProblem(ex, request.deadline());
		}
	}

	private RunResult loop(Run run) {
		for (int step = 1; true; step++) {
			run.cancellation().check();
			boolean mayCallTools = step < run.request().agent().limits().steps();
			ModelReply reply = ask(run, mayCallTools);
			if (!mayCallTools || !reply.message().hasToolExecutionRequests()) {
				return answer(run, reply, mayCallTools);
			}
			run.cancellation().check();
			List<ToolResult> results = callTools(run, reply.message().toolExecutionRequests());
			run.conversation().add(reply.message(), results);
		}
	}

	private Run start(RunRequest request, Cancellation cancellation, Consumer<RunEvent> events) {
		Toolset toolset = this.tools.select(request.agent().tools());
		List<ToolSpecification> specifications = toolset.specifications();
		ModelId model = this.router.choose(request.agent(), request.task(), specifications.size(),
				request.history().size());
		int outputCap = (request.maxOutputTokens() != null) ? request.maxOutputTokens() : this.limits.maxOutputTokens();
		Conversation conversation = new Conversation(request,
				new PromptWindow(this.tokens, model, this.models.contextWindow(model) - outputCap, specifications));
		return new Run(request, model, toolset, outputCap, conversation, new Progress(), cancellation, events);
	}

	private ModelReply ask(Run run, boolean mayCallTools) {
		ModelRequest question = new ModelRequest(run.model(), run.conversation().prompt(run.progress()),
				mayCallTools ? run.toolset().specifications() : List.of(), run.outputCap(), run.request().deadline());
		run.tell(new StepStarted(Step.Type.MODEL, run.model().toString()));
		Stopwatch watch = Stopwatch.start();
		try {
			ModelReply reply = run.request().streamed() ? askStreamed(run, question)
					: this.models.call(question, run.request().bill());
			run.heard(reply, watch.elapsed());
			return reply;
		}
		catch (RuntimeException ex) {
			run.finished(new Step(Step.Type.MODEL, run.model().toString(), watch.elapsed(), RunFailures.outcome(ex)));
			throw ex;
		}
	}

	private ModelReply askStreamed(Run run, ModelRequest question) {
		boolean[] told = { false };
		ModelReply reply = this.models.call(question, run.request().bill(), (text) -> {
			told[0] = true;
			run.tell(new AnswerDelta(text));
		});
		if (told[0] && reply.message().hasToolExecutionRequests()) {
			run.tell(new AnswerReset());
		}
		return reply;
	}

	private List<ToolResult> callTools(Run run, List<ToolExecutionRequest> calls) {
		Stopwatch watch = Stopwatch.start();
		List<ToolResult> results = run.toolset().execute(calls, run.toolContext(), run);
		run.progress().executedTools(watch.elapsed());
		return results;
	}

	private RunResult answer(Run run, ModelReply reply, boolean byChoice) {
		String text = RunFailures.requireAnswer(reply);
		if (!byChoice) {
			run.progress().note(Notice.STEP_LIMIT_REACHED);
		}
		if (reply.finish() == ModelReply.Finish.LENGTH) {
			run.progress().note(Notice.ANSWER_TRUNCATED);
		}
		return run.progress().result(reply, text, run.request().bill().costNano(), run.conversation().turn(text));
	}

}
