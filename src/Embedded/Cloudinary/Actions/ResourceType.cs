namespace CloudinaryDotNet.Actions;

/// <summary>What kind of file the service takes it for; each kind has public ids of its own.</summary>
public enum ResourceType
{
    Image,
    Raw,
    Video,
    Auto,
}
