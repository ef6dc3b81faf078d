package dev.agentservice.privacy.web;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;

import dev.agentservice.identity.Caller;
import dev.agentservice.identity.UserTags;
import dev.agentservice.privacy.export.ExportFormat;
import dev.agentservice.privacy.export.Exports;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * Hands users their data.
 */
@RestController
@Tag(name = "Users")
class ExportController {

	private static final String ZIP = "application/zip";

	private static final MediaType ARCHIVE = MediaType.parseMediaType(ZIP);

	private final Exports exports;

	private final UserTags tags;

	ExportController(Exports exports, UserTags tags) {
		this.exports = exports;
		this.tags = tags;
	}

	@GetMapping(path = "/users/{id}/export", produces = { MediaType.APPLICATION_JSON_VALUE, ZIP })
	@Operation(summary = "Take out all data of a user",
			description = "`me` is the caller. Anybody else in the caller's tenant needs the scope `privacy`. Streamed; "
					+ "with `Accept: application/zip` as an archive. One per minute and user. If the data are erased "
					+ "meanwhile, or cannot be read whole, the document has no end (`complete`), and the archive no "
					+ "directory.")
	@ApiResponse(responseCode = "200", description = "All that is kept of the user",
			content = { @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(type = "object")),
					@Content(mediaType = ZIP, schema = @Schema(type = "string", format = "binary")) })
	void export(@Parameter(hidden = true) Caller caller,
			@PathVariable @Parameter(description = "`me`, or a user's id.", example = "me") String id,
			@Parameter(hidden = true) @RequestHeader(name = HttpHeaders.ACCEPT,
					required = false) @Nullable List<String> accept,
			HttpServletResponse response) throws IOException {
		ExportFormat format = format(accept);
		Exports.Export export = this.exports.begin(caller, UserPath.of(caller, id, this.tags, "export"), format);
		response.setContentType(format.mediaType());
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		response.setHeader(HttpHeaders.CONTENT_DISPOSITION,
				"attachment; filename=\"export." + format.extension() + "\"");
		export.write(response.getOutputStream());
	}

	/** An archive for clients that prefer it. */
	private static ExportFormat format(@Nullable List<String> accept) {
		return MediaType.parseMediaTypes(accept)
			.stream()
			.sorted(Comparator.comparingDouble(MediaType::getQualityValue).reversed())
			.filter((type) -> type.equalsTypeAndSubtype(ARCHIVE) || type.includes(MediaType.APPLICATION_JSON))
			.findFirst()
			.filter((type) -> type.equalsTypeAndSubtype(ARCHIVE))
			.map((_) -> ExportFormat.ZIP)
			.orElse(ExportFormat.JSON);
	}

}
