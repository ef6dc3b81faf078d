package dev.agentservice.llm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import dev.agentservice.budget.price.HostedPrice;
import dev.agentservice.budget.DetachedBill;
import dev.agentservice.budget.Grant;
import dev.agentservice.llm.http.Exchange;
import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelException.Kind;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.model.ModelReply.Finish;
import dev.agentservice.llm.remote.HostedCall;
import dev.agentservice.llm.remote.HostedTool;
import dev.agentservice.llm.remote.RemoteAgent;
import dev.agentservice.llm.remote.RemoteAnswer;
import dev.agentservice.llm.remote.RemoteEvent;
import dev.agentservice.llm.remote.RemoteFees;
import dev.agentservice.llm.remote.RemoteListener;
import dev.agentservice.llm.remote.RemoteLook;
import dev.agentservice.llm.remote.RemoteProperties;
import dev.agentservice.llm.remote.RemoteRef;
import dev.agentservice.llm.remote.RemoteRuntime;
import dev.agentservice.llm.remote.RemoteTask;
import dev.agentservice.llm.remote.RemoteWatcher;
import dev.agentservice.llm.remote.hook.Wakes;
import dev.agentservice.llm.resilience.Patience;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.Deadline;
import dev.langchain4j.data.message.AiMessage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** A provider that is looked at as often as its clock is moved. */
@BesideOthers
class RemoteCallTests implements RemoteAgent, RemoteWatcher, Patience.Time {

	private static final RemoteRef REF = new RemoteRef(RemoteRuntime.OPENAI_RESPONSES, "resp_1");

	private static final RemoteTask TASK = new RemoteTask(TestGateway.request(), List.of(), 1, 0);

	private final AtomicLong clock = new AtomicLong();

	private final List<String> heard = new ArrayList<>();

	private final List<Long> pauses = new ArrayList<>();

	private Duration perLook = Duration.ofSeconds(10);

	private String text = "All of it.";

	private boolean session;

	private boolean confirms = true;

	private final List<Long> sentAt = new ArrayList<>();

	private int looks;

	private int workingFrom = Integer.MAX_VALUE;

	private int refusedFrom = Integer.MAX_VALUE;

	private int refusedUntil = Integer.MAX_VALUE;

	private int endedFrom = Integer.MAX_VALUE;

	private final RemoteCall call = new RemoteCall(this, TestGateway.MODEL, Deadline.after(Duration.ofMinutes(1)),
			DetachedBill.grant(10, 10, Deadline.after(Duration.ofMinutes(1))),
			new RemoteFees(Map.of(), HostedPrice.FREE, Duration.ZERO), this,
			new RemoteProperties(Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofSeconds(1),
					RemoteProperties.Sessions.NONE),
			new Patience(this), new Wakes().open(), (_) -> this.heard.add("noted"));

	@Test
	void whatWaitsForMoreThanAMinuteHasFailed() {
		ModelException failure = catchThrowableOfType(ModelException.class, () -> this.call.start(TASK));
		assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
		assertThat(this.looks).as("every 10 seconds and a growing pause").isEqualTo(7);
		assertThat(this.call.outcome().telling().isEmpty()).isTrue();
	}

	@Test
	void aRecordThatIsOutOfReachForLessThanAMinuteIsWaitedFor() {
		this.perLook = Duration.ZERO;
		this.workingFrom = 1;
		this.refusedFrom = 1;
		this.refusedUntil = 16;
		this.endedFrom = 16;
		assertThat(this.call.start(TASK).message().text()).isEqualTo("All of it.");
		assertThat(this.pauses).startsWith(200L, 400L, 800L, 1600L, 3200L, 3200L).hasSize(15);
	}

	@Test
	void aRecordThatStaysOutOfReachIsGivenUpByTime() {
		this.perLook = Duration.ZERO;
		this.refusedFrom = 1;
		ModelException failure = catchThrowableOfType(ModelException.class, () -> this.call.start(TASK));
		assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
		assertThat(Duration.ofNanos(this.clock.get())).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(64));
	}

	@Test
	void anAnswerFarBeyondItsCapIsNone() {
		this.endedFrom = 1;
		this.text = "x".repeat(10_000);
		ModelException failure = catchThrowableOfType(ModelException.class, () -> this.call.start(TASK));
		assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
	}

	@Test
	void whatIsWorkedOnMayTakeLonger() {
		this.perLook = Duration.ofHours(1);
		this.workingFrom = 1;
		this.endedFrom = 4;
		assertThat(this.call.start(TASK).message().text()).isEqualTo("All of it.");
		assertThat(this.heard).containsExactly("noted", "started", "All ", "of it.");
	}

	@Test
	void whatMayBeAtWorkUnseenIsNotTakenForUnused() {
		this.refusedFrom = 1;
		assertThatExceptionOfType(ModelException.class).isThrownBy(() -> this.call.start(TASK));
		this.call.stop();
		assertThat(this.call.outcome().isUnsure()).isTrue();
	}

	@Test
	void whatWaitedUntilItWasStoppedIsUnused() {
		assertThatExceptionOfType(ModelException.class).isThrownBy(() -> this.call.start(TASK));
		this.endedFrom = 1;
		this.call.stop();
		assertThat(this.call.outcome().isUnsure()).isFalse();
	}

	@Test
	void whatASessionHasConfirmedIsNeverSentAgain() {
		this.session = true;
		this.perLook = Duration.ofSeconds(1);
		this.endedFrom = 8;
		assertThat(this.call.start(TASK).message().text()).isEqualTo("All of it.");
		assertThat(this.sentAt).isEmpty();
	}

	@Test
	void whatMayHaveArrivedIsSentAgainOnceTheRecordWouldShowIt() {
		this.session = true;
		this.confirms = false;
		this.perLook = Duration.ofSeconds(1);
		this.endedFrom = 10;
		assertThat(this.call.start(TASK).message().text()).isEqualTo("All of it.");
		assertThat(this.sentAt).singleElement().satisfies((at) -> assertThat(at).isBetween(10_000L, 20_000L));
	}

	@Override
	public boolean hasSessions() {
		return this.session;
	}

	@Override
	public void send(RemoteRef ref, RemoteTask task, Exchange exchange) {
		this.sentAt.add(Duration.ofNanos(this.clock.get()).toMillis());
	}

	@Override
	public void start(RemoteTask task, Exchange exchange, RemoteListener listener) {
		listener.on(0, new RemoteEvent.Started(REF));
		if (this.session && !this.confirms) {
			throw new UncheckedIOException(new IOException("no answer"));
		}
		if (this.session) {
			listener.on(0, new RemoteEvent.Taken());
		}
		if (this.workingFrom < Integer.MAX_VALUE) {
			listener.on(1, new RemoteEvent.Said("All "));
		}
	}

	@Override
	public void follow(RemoteRef ref, ModelId model, long after, Exchange exchange, RemoteListener listener) {
		this.clock.addAndGet(this.perLook.toNanos());
	}

	@Override
	public RemoteLook look(RemoteRef ref, ModelId model, Exchange exchange) {
		this.looks++;
		if (this.looks >= this.refusedFrom && this.looks < this.refusedUntil) {
			throw new UncheckedIOException(new IOException("out of reach"));
		}
		if (this.looks >= this.endedFrom) {
			return new RemoteLook.Ended(new RemoteAnswer(RemoteAnswer.Status.ANSWERED, AiMessage.from(this.text),
					List.of(), null, RemoteAnswer.Work.UNSAID, Finish.STOP, "", List.of()));
		}
		if (this.session) {
			return new RemoteLook.Empty();
		}
		return (this.looks >= this.workingFrom) ? new RemoteLook.Working() : new RemoteLook.Queued();
	}

	@Override
	public RemoteLook cancel(RemoteRef ref, Exchange exchange) {
		return (this.endedFrom == 1) ? look(ref, TestGateway.MODEL, exchange) : new RemoteLook.Queued();
	}

	@Override
	public void delete(RemoteRef ref, Exchange exchange) {
	}

	@Override
	public void started(RemoteRef ref, Grant grant) {
		this.heard.add("started");
	}

	@Override
	public void cited(List<RemoteAnswer.Page> pages) {
	}

	@Override
	public void said(String text) {
		this.heard.add(text);
	}

	@Override
	public void hostedBegun(HostedTool.Kind kind) {
	}

	@Override
	public void hostedEnded(HostedCall call, long costNano) {
	}

	@Override
	public void whenStored(Runnable work) {
	}

	@Override
	public long nanos() {
		return this.clock.get();
	}

	@Override
	public void sleep(Duration least, Duration time) {
		this.pauses.add(time.toMillis());
		this.clock.addAndGet(time.toNanos());
	}

	@Override
	public boolean goesOnElsewhere() {
		return false;
	}

}
