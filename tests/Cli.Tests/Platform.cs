using System.Runtime.Versioning;

// The script is for bash; so are these tests.
[assembly: SupportedOSPlatform("linux")]
