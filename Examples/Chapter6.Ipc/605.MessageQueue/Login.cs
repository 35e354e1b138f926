namespace Workbook.Examples.Ipc.Letters;

/// <summary>What somebody has typed at the door.</summary>
/// <param name="Name">Without a space.</param>
/// <param name="Password">What follows the first space of a letter.</param>
public sealed record Login(string Name, string Password)
{
    /// <summary>As it travels: the name, a space, the password.</summary>
    public string AsLetter => $"{Name} {Password}";

    /// <summary>From a letter.</summary>
    public static Login Of(string letter) => new(letter[..letter.IndexOf(' ')], letter[(letter.IndexOf(' ') + 1)..]);
}
