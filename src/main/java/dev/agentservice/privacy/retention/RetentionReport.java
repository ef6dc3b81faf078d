package dev.agentservice.privacy.retention;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import dev.agentservice.support.personal.Keeping;
import dev.agentservice.support.personal.PersonalDataStore;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What personal data is kept, what for and how long.
 *
 * @param kept the kinds of data, in the order of their stores' names
 */
@Schema(name = "Retention", description = "What personal data is kept, what for, and how long. Made from what the "
		+ "stores declare, with the configured times.")
public record RetentionReport(List<Kind> kept) {

	public RetentionReport {
		kept = List.copyOf(kept);
	}

	static RetentionReport of(List<PersonalDataStore> stores) {
		return new RetentionReport(stores.stream()
			.sorted(Comparator.comparing(PersonalDataStore::name))
			.flatMap((store) -> store.keepings().stream().map((keeping) -> Kind.of(store.name(), keeping)))
			.toList());
	}

	/**
	 * One kind of data.
	 *
	 * @param store the store
	 * @param what what it is
	 * @param purpose what it is kept for
	 * @param time how long, as configuration has it; null if something else ends it
	 * @param after what the time counts from, or what ends it
	 * @param erasure what an erasure makes of it
	 */
	@Schema(name = "RetentionKind")
	public record Kind(@Schema(example = "session") String store, @Schema(example = "conversations") String what,
			@Schema(example = "the context of the next turn") String purpose,
			@Schema(description = "As configured; absent if something else ends it.",
					example = "30d") @Nullable String time,
			@Schema(description = "What the time counts from; without one, what ends it.",
					example = "the last turn") String after,
			@Schema(allowableValues = {
					"deleted", "anonymous", "kept" }, example = "deleted") String erasure){

		private static Kind of(String store, Keeping keeping) {
			return new Kind(store, keeping.what(), keeping.purpose(),
					(keeping.time() != null) ? RetentionTable.words(keeping.time()) : null, keeping.after(),
					keeping.erasure().name().toLowerCase(Locale.ROOT));
		}

	}

}
