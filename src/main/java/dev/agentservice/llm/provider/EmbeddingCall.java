package dev.agentservice.llm.provider;

import java.util.List;

import dev.agentservice.llm.http.Exchange;
import dev.agentservice.llm.http.RefusedException;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.settings.ModelProperties;
import dev.agentservice.llm.wire.Json;
import dev.agentservice.llm.wire.MalformedAnswerException;
import dev.agentservice.llm.wire.UsageClaim;
import dev.agentservice.llm.wire.openai.OpenAiEmbeddings;
import dev.agentservice.support.Deadline;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One call of a model that makes vectors of texts, and its state at any time, however it
 * ends. Used by the calling thread only.
 */
public final class EmbeddingCall {

	private static final Logger LOG = LoggerFactory.getLogger(EmbeddingCall.class);

	private final ModelId model;

	private final ModelProperties.Embedding facts;

	private final List<String> texts;

	private final long bound;

	private final Deadline deadline;

	private final Exchange exchange;

	private long claim = UsageClaim.UNSAID;

	/**
	 * A call that is to be made.
	 * @param bound more tokens than the texts can have
	 */
	public EmbeddingCall(ModelId model, ModelProperties.Embedding facts, List<String> texts, long bound,
			Deadline deadline) {
		this.model = model;
		this.facts = facts;
		this.texts = List.copyOf(texts);
		this.bound = bound;
		this.deadline = deadline;
		this.exchange = new Exchange(deadline);
	}

	ModelId model() {
		return this.model;
	}

	Deadline deadline() {
		return this.deadline;
	}

	/** Its progress on the wire. */
	public Exchange exchange() {
		return this.exchange;
	}

	/** The texts that get vectors. */
	public List<String> texts() {
		return this.texts;
	}

	/** The tokens as the provider reports them. */
	public long claim() {
		return this.claim;
	}

	/** Whether the provider's report is plausible. */
	public boolean isCredible() {
		return new EmbeddingClaim(this.claim, this.bound).isCredible();
	}

	ObjectNode body() {
		return OpenAiEmbeddings.body(this.model.name(), this.texts,
				this.facts.shortened() ? this.facts.dimension() : null);
	}

	/**
	 * Reads the answer; the usage first, since it is owed whatever else is wrong.
	 * @throws MalformedAnswerException if it cannot be used; the log says why, in figures
	 * @throws RefusedException if it is an error
	 */
	float[][] read(byte[] json) {
		ObjectNode answer = Json.parseDocument(json);
		if (answer != null) {
			this.claim = OpenAiEmbeddings.tokens(answer);
			if (Json.hasError(answer)) {
				throw RefusedException.insideAnswer(answer.toString());
			}
		}
		try {
			if (answer == null) {
				throw new MalformedAnswerException("no JSON object");
			}
			return OpenAiEmbeddings.vectors(answer, this.texts.size(), this.facts.dimension());
		}
		catch (MalformedAnswerException ex) {
			LOG.atError()
				.addKeyValue("model", this.model)
				.addKeyValue("flaw", ex.getMessage())
				.log("An embedding model's answer cannot be used");
			throw ex;
		}
	}

}
