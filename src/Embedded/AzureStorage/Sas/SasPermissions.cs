namespace Azure.Storage.Sas;

/// <summary>What a SAS for one blob allows.</summary>
[Flags]
public enum BlobSasPermissions
{
    All = -1,
    Read = 1,
    Add = 2,
    Create = 4,
    Write = 8,
    Delete = 16,
    Tag = 32,
    DeleteBlobVersion = 64,
    List = 128,
    Move = 256,
    Execute = 512,
    SetImmutabilityPolicy = 1024,
    PermanentDelete = 2048,
}

/// <summary>What a SAS for a container allows.</summary>
[Flags]
public enum BlobContainerSasPermissions
{
    All = -1,
    Read = 1,
    Add = 2,
    Create = 4,
    Write = 8,
    Delete = 16,
    List = 32,
    Tag = 64,
    DeleteBlobVersion = 128,
    Move = 256,
    Execute = 512,
    SetImmutabilityPolicy = 1024,
    Filter = 2048,
}

/// <summary>The protocols a SAS may be used over.</summary>
public enum SasProtocol
{
    None = 0,
    HttpsAndHttp = 1,
    Https = 2,
}

/// <summary>Permissions as the letters of a SAS, in the order the service requires.</summary>
internal static class SasPermissionLetters
{
    /// <summary>The only order the service accepts.</summary>
    public const string Order = "racwdxyltfmeopi";

    public static string Letters(BlobSasPermissions permissions) => Letters(
        permissions,
        (BlobSasPermissions.Read, 'r'), (BlobSasPermissions.Add, 'a'), (BlobSasPermissions.Create, 'c'), (BlobSasPermissions.Write, 'w'),
        (BlobSasPermissions.Delete, 'd'), (BlobSasPermissions.DeleteBlobVersion, 'x'), (BlobSasPermissions.PermanentDelete, 'y'),
        (BlobSasPermissions.List, 'l'), (BlobSasPermissions.Tag, 't'), (BlobSasPermissions.Move, 'm'), (BlobSasPermissions.Execute, 'e'),
        (BlobSasPermissions.SetImmutabilityPolicy, 'i'));

    public static string Letters(BlobContainerSasPermissions permissions) => Letters(
        permissions,
        (BlobContainerSasPermissions.Read, 'r'), (BlobContainerSasPermissions.Add, 'a'), (BlobContainerSasPermissions.Create, 'c'),
        (BlobContainerSasPermissions.Write, 'w'), (BlobContainerSasPermissions.Delete, 'd'),
        (BlobContainerSasPermissions.DeleteBlobVersion, 'x'), (BlobContainerSasPermissions.List, 'l'), (BlobContainerSasPermissions.Tag, 't'),
        (BlobContainerSasPermissions.Filter, 'f'), (BlobContainerSasPermissions.Move, 'm'), (BlobContainerSasPermissions.Execute, 'e'),
        (BlobContainerSasPermissions.SetImmutabilityPolicy, 'i'));

    private static string Letters<T>(T permissions, params ReadOnlySpan<(T Flag, char Letter)> letters)
        where T : struct, Enum
    {
        Span<char> text = stackalloc char[letters.Length];
        var length = 0;
        foreach (var (flag, letter) in letters)
        {
            if (permissions.HasFlag(flag))
            {
                text[length++] = letter;
            }
        }

        return text[..length].ToString();
    }
}
