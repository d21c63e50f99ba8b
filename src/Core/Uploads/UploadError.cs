namespace Magpie.Uploads;

/// <summary>Why an upload is not accepted, and for which file.</summary>
/// <param name="Code">For programs; see the rules.</param>
/// <param name="Message">A sentence that says what to do.</param>
/// <param name="File">Index of the file in the request; null when it is about the request.</param>
/// <param name="Name">The file's name, safe to show; null when it has none.</param>
public sealed record UploadError(string Code, string Message, int? File = null, string? Name = null);
