namespace Magpie.Functions.Storage;

/// <summary>Something that must be in the storage account before it is used; each feature names its own.</summary>
public sealed record StorageResource(StorageResourceKind Kind, string Name);

/// <summary>What it is.</summary>
public enum StorageResourceKind
{
    Container,
    Queue,
    Table,
}
