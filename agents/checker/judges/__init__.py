"""Who says whether passages entail a claim: the socket, and the judges that ship."""
