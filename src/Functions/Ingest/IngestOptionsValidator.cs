using Magpie.Ingest;
using Microsoft.Extensions.Options;

namespace Magpie.Functions.Ingest;

/// <summary>Checks <see cref="IngestOptions"/> at start.</summary>
[OptionsValidator]
public sealed partial class IngestOptionsValidator : IValidateOptions<IngestOptions>;
