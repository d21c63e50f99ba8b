namespace CloudinaryDotNet.Tests;

/// <summary>Tests that measure memory: nothing else of this project runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "Alone";
}
