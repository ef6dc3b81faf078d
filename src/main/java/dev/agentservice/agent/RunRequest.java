package dev.agentservice.agent;

import java.util.List;
import java.util.stream.Stream;

import dev.agentservice.agent.definition.AgentDefinition;
import dev.agentservice.agent.journal.JournalEntry;
import dev.agentservice.agent.journal.RunJournal;
import dev.agentservice.budget.RunBill;
import dev.agentservice.flag.ResolvedFlags;
import dev.agentservice.identity.Caller;
import dev.agentservice.session.Message;
import dev.agentservice.session.Turn;
import dev.agentservice.support.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * An admitted task, ready to be worked on.
 *
 * @param runId the run's id
 * @param caller who asks
 * @param epoch the user's epoch at the run's admission: personal data are kept only while
 * it is unchanged
 * @param agent the agent, in the revision the run is stamped with
 * @param input what the agent is to work on
 * @param terms on what terms the answer is wanted
 * @param finished what earlier attempts of the run finished, oldest first; empty for the
 * first
 * @param journal is told what this attempt finishes
 */
public record RunRequest(String runId, Caller caller, String epoch, AgentDefinition agent, Input input, Terms terms,
		List<JournalEntry> finished, RunJournal journal) {

	public RunRequest {
		finished = List.copyOf(finished);
	}

	/**
	 * What an agent is to work on.
	 *
	 * @param history the session's earlier turns, oldest first; empty without a session
	 * @param clientHistory messages that the client itself sent along, oldest first; they
	 * come after the session's, and the session does not keep them
	 * @param task the user's text, never cut
	 * @param careful whether what was said before may be a third party's wish: the
	 * session says so, or the client tells answers that are not known to be free of it
	 */
	public record Input(List<Turn> history, List<Message> clientHistory, String task, boolean careful) {

		public Input {
			history = List.copyOf(history);
			clientHistory = List.copyOf(clientHistory);
		}

		/** What comes before the task. */
		Stream<Message> earlier() {
			return Stream.concat(this.history.stream().flatMap((turn) -> turn.messages().stream()),
					this.clientHistory.stream());
		}

	}

	/**
	 * On what terms an answer is wanted.
	 *
	 * @param bill pays for the model calls
	 * @param deadline when the answer is no longer wanted
	 * @param maxOutputTokens the client's cap on completion tokens per model call, or
	 * null for the service's default
	 * @param telling how the client is told the answer
	 * @param flags what operators have switched for this run
	 * @param suspicious whether the task looks like an injection
	 */
	public record Terms(RunBill bill, Deadline deadline, @Nullable Integer maxOutputTokens, AnswerTelling telling,
			ResolvedFlags flags, boolean suspicious) {

	}

}
