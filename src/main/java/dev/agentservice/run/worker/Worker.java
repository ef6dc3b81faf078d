package dev.agentservice.run.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

import dev.agentservice.run.queue.RunQueue;
import dev.agentservice.run.queue.TakenRun;
import dev.agentservice.run.slot.InFlightRuns;
import dev.agentservice.run.slot.InFlightSlot;
import dev.agentservice.support.redis.StoreUnavailableException;
import dev.agentservice.support.state.RestoreGate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Takes runs from the queue while there are free slots: when it is woken, when one of its
 * runs has ended, and every few seconds.
 */
@Component
class Worker {

	private static final Logger logger = LoggerFactory.getLogger(Worker.class);

	/** So that one replica does not empty a lane that others have slots for. */
	private static final int AT_ONCE = 10;

	private final RunQueue queue;

	private final InFlightRuns inFlight;

	private final QueuedExecution execution;

	private final RestoreGate gate;

	private final ReentrantLock taking = new ReentrantLock();

	private final AtomicBoolean due = new AtomicBoolean();

	Worker(RunQueue queue, InFlightRuns inFlight, QueuedExecution execution, RestoreGate gate) {
		this.queue = queue;
		this.inFlight = inFlight;
		this.execution = execution;
		this.gate = gate;
		queue.onWake(this::work);
	}

	/** Takes what there is; a call meanwhile has this one look again. */
	private void work() {
		this.due.set(true);
		while (this.due.get() && this.taking.tryLock()) {
			try {
				takeWhileDue();
			}
			finally {
				this.taking.unlock();
			}
		}
	}

	private void takeWhileDue() {
		while (this.due.getAndSet(false)) {
			takeAll();
		}
	}

	private void takeAll() {
		try {
			// A run that a backup has brought back may be that of a user who was erased.
			boolean more = this.gate.isOpen();
			while (more) {
				more = takeSome() && this.gate.isOpen();
			}
		}
		catch (StoreUnavailableException ex) {
			logger.atDebug().setCause(ex).log("Nothing is taken from the queue while Redis is unavailable");
		}
	}

	/** Returns whether there may be more. */
	private boolean takeSome() {
		List<InFlightSlot> slots = slots();
		List<TakenRun> runs = List.of();
		try {
			runs = this.queue.take(slots.size());
			return !slots.isEmpty() && runs.size() == slots.size();
		}
		finally {
			slots.subList(runs.size(), slots.size()).forEach(InFlightSlot::close);
			for (int i = 0; i < runs.size(); i++) {
				begin(runs.get(i), slots.get(i));
			}
		}
	}

	private List<InFlightSlot> slots() {
		List<InFlightSlot> slots = new ArrayList<>();
		Optional<InFlightSlot> slot = this.inFlight.takeQueued();
		while (slot.isPresent()) {
			slots.add(slot.get());
			slot = (slots.size() < AT_ONCE) ? this.inFlight.takeQueued() : Optional.empty();
		}
		return slots;
	}

	/** Claims are waits, so that of one run does not delay the next. */
	private void begin(TakenRun run, InFlightSlot slot) {
		Thread.ofVirtual().name("run-claim").start(() -> this.execution.begin(run, slot, this::work));
	}

}
