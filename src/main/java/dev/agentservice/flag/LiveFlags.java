package dev.agentservice.flag;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.agentservice.flag.FlagStore.Stored;
import dev.agentservice.flag.definition.FlagContext;
import dev.agentservice.flag.definition.FlagDefinition;
import dev.agentservice.flag.definition.FlagSetting;
import dev.agentservice.flag.definition.FlagSetting.Decision;
import dev.agentservice.support.platform.Age;
import dev.agentservice.support.platform.CatchUp;
import dev.agentservice.support.redis.channel.RedisChannels;
import dev.agentservice.support.redis.channel.RefreshLoop;
import dev.agentservice.support.schedule.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * How every flag decides now, in this replica's memory. A published change is read at
 * once; because messages can be lost, somebody also looks each second. While Redis is
 * away everything stays as it was last known.
 */
@Component
public final class LiveFlags implements SmartInitializingSingleton, CatchUp {

	private static final Logger logger = LoggerFactory.getLogger(LiveFlags.class);

	/** Half of what is promised for a change to be seen everywhere. */
	private static final Duration POLL = Duration.ofSeconds(1);

	/** What is promised for a change to be seen everywhere. */
	private static final Duration SEEN_WITHIN = Duration.ofSeconds(2);

	private final Age age = new Age();

	private final FlagStore store;

	private final FlagCatalog catalog;

	private final FlagMetrics metrics;

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	private final RefreshLoop loop;

	/** By {@link OverrideName}. */
	private volatile Map<String, FlagSetting> overrides = Map.of();

	private volatile boolean stale;

	private String version = FlagStore.UNKNOWN;

	LiveFlags(FlagStore store, FlagCatalog catalog, FlagMetrics metrics, RedisChannels channels, Scheduler scheduler) {
		this.store = store;
		this.catalog = catalog;
		this.metrics = metrics;
		this.loop = new RefreshLoop("flag-watch", scheduler, channels, FlagStore.CHANGES, this::refresh);
	}

	/** Before the first request the overrides are known, if Redis is there. */
	@Override
	public void afterSingletonsInstantiated() {
		refresh();
		this.loop.start(POLL, POLL);
	}

	/** As long as Redis may take. */
	@Override
	public Duration patience() {
		return SEEN_WITHIN;
	}

	/** A process that was frozen has missed messages and looks. */
	@Override
	public void catchUp() {
		if (this.age.exceeds(SEEN_WITHIN)) {
			refresh();
		}
	}

	/** How a flag decides for all tenants. */
	public FlagSetting setting(FlagDefinition flag) {
		return this.overrides.getOrDefault(flag.name(), flag.configured());
	}

	/** A tenant's own override of a flag, or null. */
	public @Nullable FlagSetting settingOf(String tenant, FlagDefinition flag) {
		return this.overrides.get(OverrideName.of(flag.name(), tenant));
	}

	public boolean isOverridden(FlagDefinition flag) {
		return this.overrides.containsKey(flag.name());
	}

	/**
	 * What somebody gets: what the own tenant says, before what is said for all. The kill
	 * switch is off if either has switched it off.
	 */
	Decision decide(FlagDefinition flag, FlagContext context) {
		FlagSetting own = settingOf(context.tenant(), flag);
		Decision forAll = setting(flag).decide(flag.name(), context);
		boolean killed = BuiltInFlag.AGENT_ENABLED.label().equals(flag.name()) && "false".equals(forAll.value());
		return (own == null || killed) ? forAll : own.decide(flag.name(), context);
	}

	/** Whether Redis could not be asked lately. */
	public boolean isStale() {
		return this.stale;
	}

	void onChange(Runnable listener) {
		this.listeners.add(listener);
	}

	/** Looks once. Whatever fails, the next look is yet to come. */
	public synchronized void refresh() {
		try {
			long began = this.age.now();
			this.store.readUnless(this.version).ifPresent(this::apply);
			fresh(began);
		}
		catch (CancellationException ex) {
			logger.atDebug().setCause(ex).log("The service is stopping, flags stay as they are");
		}
		catch (RuntimeException ex) {
			stale(ex);
		}
	}

	private void apply(Stored stored) {
		Map<String, FlagSetting> next = new HashMap<>();
		stored.documents()
			.forEach((name, document) -> this.catalog.find(OverrideName.flagOf(name))
				.ifPresent((flag) -> apply(name, flag, document, next)));
		this.overrides = Map.copyOf(next);
		this.version = stored.version();
		this.listeners.forEach(Runnable::run);
	}

	private void apply(String name, FlagDefinition flag, String document, Map<String, FlagSetting> next) {
		try {
			FlagSetting setting = FlagDocument.read(document);
			flag.flaws(setting).stream().findFirst().ifPresent((flaw) -> {
				throw new IllegalArgumentException(flaw.field() + " " + flaw.reason());
			});
			next.put(name, setting);
		}
		catch (IllegalArgumentException ex) {
			next.computeIfAbsent(name, this.overrides::get);
			this.metrics.unusable(flag.name());
			logger.atError()
				.addKeyValue("flag", flag.name())
				.addKeyValue("reason", ex.getMessage())
				.log("An override cannot be read; the last known one stays, or the configuration's");
		}
	}

	private void fresh(long began) {
		this.age.renewed(began);
		if (this.stale) {
			this.stale = false;
			logger.info("Redis is back: flags are up to date again");
		}
		this.metrics.stale(false);
	}

	private void stale(RuntimeException cause) {
		if (!this.stale) {
			this.stale = true;
			logger.atWarn()
				.addKeyValue("cause", Objects.toString(cause.getCause(), cause.toString()))
				.log("Flags cannot be read: the last known ones stay");
		}
		this.metrics.stale(true);
	}

}
