using Magpie.Tests.Support;

namespace Magpie.AzureStorage.Tests;

/// <summary>One Azurite for all contract tests; each test works in a container, queue or table of its own.</summary>
[CollectionDefinition(Name)]
public sealed class AzuriteCollection : ICollectionFixture<Azurite>
{
    public const string Name = "Azurite";
}
