#include "config.h"

#include "cy-user.h"

/** cy_user_free: @user: (nullable) (transfer full): a user */
void
cy_user_free (CyUser *user)
{
  if (user == NULL)
    return;

  g_free (user->slot);
  g_free (user->name);
  g_free (user);
}
