using Magpie.Search;
using Microsoft.Extensions.Options;

namespace Magpie.Functions.Search;

/// <summary>Checks <see cref="SearchOptions"/> at start.</summary>
[OptionsValidator]
public sealed partial class SearchOptionsValidator : IValidateOptions<SearchOptions>;
