namespace Magpie.Core.Tests.Imaging;

/// <summary>Tests that measure memory or count processes run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class ImagingCollection
{
    public const string Name = "Imaging";
}
