package dev.agentservice.llm;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.agentservice.budget.Grant;
import dev.agentservice.budget.RunBill;
import dev.agentservice.budget.price.HostedPrice;
import dev.agentservice.budget.price.HostedPrices;
import dev.agentservice.budget.price.Price;
import dev.agentservice.budget.price.PriceTable;
import dev.agentservice.llm.http.Exchange;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.model.ModelReply;
import dev.agentservice.llm.model.ModelRequest;
import dev.agentservice.llm.remote.HostedTool;
import dev.agentservice.llm.remote.RemoteAgent;
import dev.agentservice.llm.remote.RemoteAnswer;
import dev.agentservice.llm.remote.RemoteFees;
import dev.agentservice.llm.remote.RemoteObjects;
import dev.agentservice.llm.remote.RemoteProperties;
import dev.agentservice.llm.remote.RemoteRef;
import dev.agentservice.llm.remote.RemoteRuntime;
import dev.agentservice.llm.remote.RemoteWatcher;
import dev.agentservice.llm.remote.hook.Wake;
import dev.agentservice.llm.remote.hook.Wakes;
import dev.agentservice.llm.remote.money.RemoteMoney;
import dev.agentservice.llm.remote.responses.ResponsesAgent;
import dev.agentservice.llm.remote.sessions.SessionsAgent;
import dev.agentservice.llm.resilience.CircuitBreakers.Use;
import dev.agentservice.llm.resilience.Patience;
import dev.agentservice.llm.settings.LlmProperties;
import dev.agentservice.llm.settings.ProviderProperties;
import dev.agentservice.llm.token.TokenCounter;
import dev.agentservice.support.Deadline;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * The gateway to loops that run at providers. They share their provider's connections,
 * limits and pauses with its models, and have a circuit of their own.
 */
@Component
public final class RemoteGateway {

	private static final Logger LOG = LoggerFactory.getLogger(RemoteGateway.class);

	private static final Duration DELETION = Duration.ofSeconds(10);

	private final Map<RemoteRuntime, RemoteAgent> agents = new EnumMap<>(RemoteRuntime.class);

	private final ModelGateway models;

	private final TokenCounter tokens;

	private final PriceTable prices;

	private final HostedPrices hostedPrices;

	private final RemoteObjects objects;

	private final RemoteProperties properties;

	private final Wakes wakes;

	RemoteGateway(ModelGateway models, LlmProperties providers, TokenCounter tokens, PriceTable prices,
			HostedPrices hostedPrices, RemoteObjects objects, RemoteProperties properties, Wakes wakes) {
		this.models = models;
		this.tokens = tokens;
		this.prices = prices;
		this.hostedPrices = hostedPrices;
		this.objects = objects;
		this.properties = properties;
		this.wakes = wakes;
		for (RemoteRuntime runtime : RemoteRuntime.values()) {
			ProviderProperties provider = providers.providers().get(runtime.provider());
			if (provider != null && provider.usable()) {
				this.agents.put(runtime, agent(runtime, provider));
			}
		}
	}

	private RemoteAgent agent(RemoteRuntime runtime, ProviderProperties provider) {
		return switch (runtime) {
			case OPENAI_RESPONSES -> new ResponsesAgent(runtime.provider(), provider,
					this.models.connections(runtime.provider()), this.tokens.models());
			case ANTHROPIC_MANAGED -> new SessionsAgent(runtime.provider(), provider,
					this.models.connections(runtime.provider()), this.properties);
		};
	}

	/**
	 * Whether a runtime's provider is configured and enabled, and what it needs is there.
	 * What was left there before can be deleted without the latter.
	 */
	public boolean serves(RemoteRuntime runtime) {
		return this.agents.containsKey(runtime) && (!runtime.hasSessions()
				|| (this.properties.sessions().isComplete() && workPrice(runtime).isPresent()));
	}

	/** The price of a hosted tool at a runtime's provider. */
	public Optional<HostedPrice> price(RemoteRuntime runtime, HostedTool tool) {
		return this.hostedPrices.of(tool.priceName(runtime.provider()));
	}

	/**
	 * The loop of one run.
	 * @param timeout the longest that the run can last
	 * @param owner whose run it is
	 * @param bill pays
	 */
	public RemoteSession open(RemoteSession.Terms terms, ModelId model, Duration timeout, RemoteObjects.Owner owner,
			RunBill bill) {
		int window = this.tokens.models().contextWindow(model);
		Map<HostedTool.Kind, HostedPrice> all = new EnumMap<>(HostedTool.Kind.class);
		terms.hosted()
			.forEach((tool) -> price(terms.runtime(), tool).ifPresent((price) -> all.put(tool.kind(), price)));
		long context = Math.min(window, Objects.requireNonNullElse(terms.hostedContext(), window));
		RemoteFees fees = new RemoteFees(all, workPrice(terms.runtime()).orElse(HostedPrice.FREE), timeout);
		return new RemoteSession(this, terms, fees, owner, bill,
				new RemoteMoney(bill, fees, terms.runtime(), window, context));
	}

	private Optional<HostedPrice> workPrice(RemoteRuntime runtime) {
		return this.hostedPrices.of(runtime.provider() + "/session");
	}

	<T> T guarded(RemoteRuntime runtime, ModelId model, Supplier<T> call) {
		return this.models.guarded(new Use(model, runtime.label()), call);
	}

	RemoteCall call(RemoteRuntime runtime, ModelId model, Deadline deadline, Grant grant, RemoteFees fees,
			RemoteWatcher watcher, Consumer<RemoteRef> started) {
		Wake wake = this.wakes.open();
		return new RemoteCall(agent(runtime), model, deadline, grant, fees, watcher, this.properties,
				new Patience(wake), wake, started);
	}

	private RemoteAgent agent(RemoteRuntime runtime) {
		return Objects.requireNonNull(this.agents.get(runtime), runtime::label);
	}

	ModelReply measured(ModelId model, Supplier<ModelReply> call) {
		return this.models.measured(model, call);
	}

	/** The session that waits for the results with which a conversation ends. */
	Optional<RemoteRef> waiting(RemoteRuntime runtime, ModelRequest request) {
		return agent(runtime).waiting(request);
	}

	/** More tokens than the prompt can have before hosted tools add to it. */
	long prompt(ModelRequest request) {
		return this.tokens.upperBound(request.model(), request.messages(), request.tools());
	}

	Price price(ModelId model) {
		return this.prices.of(model.toString());
	}

	/**
	 * Notes what the provider keeps. The run waits for it only where it is kept until it
	 * is deleted.
	 * @throws dev.agentservice.support.redis.StoreUnavailableException if it waits, and
	 * Redis is unavailable: no text may go where nobody will delete it
	 */
	void started(RemoteObjects.Owner owner, RemoteRef ref) {
		if (ref.runtime().hasSessions()) {
			try {
				this.objects.noteNow(owner, ref);
			}
			catch (RuntimeException ex) {
				// Nobody else will ever know of it.
				discard(owner, ref);
				throw ex;
			}
			return;
		}
		var _ = this.objects.note(owner, ref).whenComplete((_, failure) -> {
			if (failure != null) {
				LOG.atWarn()
					.addKeyValue("runtime", ref.runtime().label())
					.log("What a provider keeps of a run could not be noted");
			}
		});
	}

	/**
	 * Has nothing left at the provider. What goes on there is stopped before this
	 * returns, or the time for that is up. It is deleted once the run has no use for it.
	 * @return whether it is kept for the next part
	 */
	boolean end(RemoteObjects.Owner owner, RemoteCall call, RemoteWatcher watcher) {
		RemoteRef ref = call.ref();
		if (ref == null) {
			return false;
		}
		RemoteAnswer answer = call.outcome().answer();
		if (answer != null && ref.runtime().hasSessions() && answer.message().hasToolExecutionRequests()) {
			return true;
		}
		if (answer == null) {
			CompletableFuture<?> stopped = new CompletableFuture<>();
			Thread.ofVirtual().name("remote-end").start(() -> {
				var _ = quietly(ref, call::stop);
				stopped.complete(null);
			});
			// Not interruptible: the run's end may be the reason for this.
			stopped.join();
		}
		watcher.whenStored(() -> discard(owner, ref));
		return false;
	}

	/** Deletes what a run has no use for any more, without waiting for it. */
	void discard(RemoteObjects.Owner owner, RemoteRef ref) {
		RemoteObjects.Entry entry = new RemoteObjects.Entry(owner.user().value(), ref);
		Thread.ofVirtual().name("remote-deletion").start(() -> delete(entry));
	}

	/** Stops what a run has left that is over, and deletes it; whether that is done. */
	boolean sweep(RemoteObjects.Entry entry) {
		RemoteAgent agent = this.agents.get(entry.ref().runtime());
		if (agent == null) {
			return false;
		}
		// It may be at work with hosted tools; what has ended can be deleted at any rate.
		var _ = quietly(entry.ref(), () -> agent.cancel(entry.ref(), new Exchange(Deadline.after(DELETION))));
		return delete(entry);
	}

	/** Deletes what a provider keeps, and forgets it; whether that is done. */
	private boolean delete(RemoteObjects.Entry entry) {
		return quietly(entry.ref(), () -> {
			agent(entry.ref().runtime()).delete(entry.ref(), new Exchange(Deadline.after(DELETION)));
			this.objects.forget(entry);
		});
	}

	private static boolean quietly(RemoteRef ref, Runnable work) {
		try {
			work.run();
			return true;
		}
		catch (RuntimeException ex) {
			LOG.atWarn()
				.addKeyValue("runtime", ref.runtime().label())
				.addKeyValue("kind", ex.getClass().getSimpleName())
				.log("What a provider keeps of a run could not be stopped or deleted; it is tried again later");
			return false;
		}
	}

}
