namespace Magpie.EndToEnd.Tests;

/// <summary>
/// The classes that keep the processor busy, or measure: one after the other, when the others have ended. Those wait: for a minute without Cloudinary, for the
/// claim of a killed process to run out.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "Alone";
}
